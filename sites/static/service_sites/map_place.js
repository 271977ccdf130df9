// Draws the place that a resident typed: a sign with its words, and how far it may be off.
"use strict";

// Adds the place to a map; `place` has coordinates, radius_m and words. Returns its bounds.
// The sentence above the list says the same, so nothing here takes the keyboard.
window.typedPlaceOn = (map, place) => {
  const [longitude, latitude] = place.coordinates;
  const latLng = L.latLng(latitude, longitude);
  L.circle(latLng, {
    radius: place.radius_m,
    className: "typed-reach",
    interactive: false,
    weight: 2,
    dashArray: "2 6",
  }).addTo(map);
  const sign = document.createElement("span");
  sign.className = "typed-sign";
  const words = document.createElement("span");
  words.className = "typed-words";
  words.textContent = place.words;
  const both = document.createElement("span");
  both.append(sign, words);
  L.marker(latLng, {
    icon: L.divIcon({ html: both, className: "typed-place", iconSize: [0, 0] }),
    interactive: false,
    keyboard: false,
    zIndexOffset: 500,
  }).addTo(map);
  return L.latLngBounds([latLng]);
};
