// Draws what a map without tiles still shows: the outlines of districts, the names of towns.
"use strict";

// Adds the ground to a map. `outlines` are GeoJSON, `towns` are [name, longitude, latitude].
// `declutter` shows a name only where it covers none of the elements that `taken` selects among
// the markers, and no other name; call it whenever either has moved.
window.groundOf = (map, outlines, towns, taken) => {
  const ground = L.geoJSON(outlines, {
    interactive: false,
    style: { className: "outline", weight: 2, fillOpacity: 1 },
  }).addTo(map);

  const labels = towns.map(([name, longitude, latitude]) => {
    const text = document.createElement("span");
    text.textContent = name;
    L.marker([latitude, longitude], {
      icon: L.divIcon({ html: text, className: "town-label", iconSize: [0, 0] }),
      interactive: false,
      keyboard: false,
      zIndexOffset: -1000,
    }).addTo(map);
    return text;
  });

  function declutter() {
    const boxes = Array.from(map.getPanes().markerPane.querySelectorAll(taken), (element) =>
      element.getBoundingClientRect(),
    );
    for (const shown of labels) {
      shown.hidden = false;
      const box = shown.getBoundingClientRect();
      const covers = boxes.some(
        (other) =>
          box.left < other.right &&
          other.left < box.right &&
          box.top < other.bottom &&
          other.top < box.bottom,
      );
      if (covers) {
        shown.hidden = true;
      } else {
        boxes.push(box);
      }
    }
  }

  return { bounds: ground.getBounds(), declutter };
};
