// Draws what a map without tiles still shows: the outlines of districts, the names of towns.
"use strict";

// Adds the ground to a map. `outlines` are GeoJSON, `towns` are [name, longitude, latitude].
// `addLabels` puts the names there. `declutter` shows a name only where it covers none of the elements that `taken` selects among
// the markers, and no other name; call it whenever either has moved.
window.groundOf = (map, outlines, towns, taken) => {
  const ground = L.geoJSON(outlines, {
    interactive: false,
    style: { className: "outline", weight: 2, fillOpacity: 1 },
  }).addTo(map);

  /** @type {HTMLElement[]} */
  let labels = [];

  function addLabels() {
    labels = towns.map(([name, longitude, latitude]) => {
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
    declutter();
  }

  // Every box is read before anything is hidden: a change between two reads would make the browser
  // lay out the whole page again, once for each name.
  function declutter() {
    const boxes = Array.from(map.getPanes().markerPane.querySelectorAll(taken), (element) =>
      element.getBoundingClientRect(),
    );
    for (const label of labels) {
      label.hidden = false;
    }
    const boxOf = labels.map((label) => label.getBoundingClientRect());
    labels.forEach((label, index) => {
      const box = boxOf[index];
      const covers = boxes.some(
        (other) =>
          box.left < other.right &&
          other.left < box.right &&
          box.top < other.bottom &&
          other.top < box.bottom,
      );
      if (covers) {
        label.hidden = true;
      } else {
        boxes.push(box);
      }
    });
  }

  return { bounds: ground.getBounds(), addLabels, declutter };
};
