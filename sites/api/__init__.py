"""An answer becomes JSON, GeoJSON or CSV; trusted programs write; OpenAPI describes it all."""
