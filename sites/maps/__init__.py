"""An answer becomes a Folium map."""
