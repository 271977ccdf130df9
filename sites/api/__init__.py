"""An answer becomes JSON, GeoJSON or CSV."""
