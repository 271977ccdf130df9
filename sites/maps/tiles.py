"""The base layers live with what several pages show; this is their former address."""

from sites.showing.tiles import BASE_LAYERS, BaseLayer

__all__ = ["BASE_LAYERS", "BaseLayer"]
