// Lets a person drag the pin. The number fields are what is saved: the map writes into them and
// follows them, so that whoever cannot drag types.
"use strict";

(() => {
  const block = document.getElementById("pin-data");
  const container = document.getElementById("pin-map");
  if (!block || !container || !window.L) {
    return;
  }
  /** @type {PinData} */
  const data = JSON.parse(block.textContent);
  const words = data.words;
  const longitudeField = document.getElementById("id_longitude");
  const latitudeField = document.getElementById("id_latitude");
  const datumField = document.getElementById("id_datum");
  const status = document.getElementById("pin-status");
  const STEP_PIXELS = 2;

  container.hidden = false;
  const map = L.map(container, { maxZoom: data.tiles.max_zoom, zoomControl: false });
  // It answers to the arrow keys, plus and minus by itself.
  container.setAttribute("role", "application");
  container.setAttribute("aria-label", words.map);
  for (const url of data.tiles.urls) {
    L.tileLayer(url, {
      attribution: data.tiles.attribution,
      subdomains: data.tiles.subdomains,
      maxZoom: data.tiles.max_zoom,
      referrerPolicy: data.tiles.referrer_policy,
    }).addTo(map);
  }
  map.attributionControl.setPrefix("Leaflet");
  L.control
    .zoom({ position: "bottomright", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out })
    .addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.setView([0, 0], 9);
  const outlines = data.tiles.urls.length ? [] : data.outlines;
  const towns = data.tiles.urls.length ? [] : data.towns;
  const ground = window.groundOf(map, outlines, towns, ".pin, .neighbour");

  for (const [name, longitude, latitude, isCoarse] of data.neighbours) {
    const dot = L.marker([latitude, longitude], {
      icon: L.divIcon({
        className: isCoarse ? "neighbour neighbour-coarse" : "neighbour",
        iconSize: [14, 14],
      }),
      keyboard: false,
      title: name,
    }).addTo(map);
    dot.bindTooltip(() => {
      const text = document.createElement("span");
      text.textContent = name;
      return text;
    });
  }

  // --- The pin and the fields ------------------------------------------------------------------

  const stored = data.stored && L.latLng(data.stored[1], data.stored[0]);
  /** @type {L.Marker | null} */
  let pin = null;

  const datum = () => /** @type {Datum} */ (datumField.value);

  // Returns where the fields say the pin is, in the datum of the map; null if they say nothing.
  function typedPlace() {
    const longitude = longitudeField.valueAsNumber;
    const latitude = latitudeField.valueAsNumber;
    if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 85)) {
      return null;
    }
    const pair = window.convertDatum([longitude, latitude], datum(), data.datum);
    return L.latLng(pair[1], pair[0]);
  }

  function say() {
    if (!pin) {
      status.textContent = words.place_pin;
      return;
    }
    const metres = stored ? Math.round(map.distance(stored, pin.getLatLng())) : null;
    if (metres === 0) {
      status.textContent = words.as_stored;
    } else if (metres !== null) {
      status.textContent = words.moved.replace("%(metres)s", String(metres));
    } else {
      status.textContent = "";
    }
  }

  /** @type {(moved: L.Marker) => void} */
  function write(moved) {
    const place = moved.getLatLng().wrap();
    const pair = window.convertDatum([place.lng, place.lat], data.datum, datum());
    longitudeField.value = pair[0].toFixed(6);
    latitudeField.value = pair[1].toFixed(6);
    say();
  }

  /** @type {(moved: L.Marker, event: KeyboardEvent) => void} */
  function moveByKey(moved, event) {
    /** @type {Record<string, L.PointTuple>} */
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = steps[event.key];
    if (!step) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const length = STEP_PIXELS * (event.shiftKey ? 10 : 1);
    // Pixels of the world, not of the window: those are rounded, and the way back would miss.
    const point = map.project(moved.getLatLng()).add(L.point(step).multiplyBy(length));
    moved.setLatLng(map.unproject(point));
    write(moved);
  }

  // Returns the pin, which is there from now on.
  /** @type {(place: L.LatLng) => L.Marker} */
  function setPin(place) {
    if (pin) {
      return pin.setLatLng(place);
    }
    const made = L.marker(place, {
      draggable: true,
      autoPan: true,
      icon: L.divIcon({ className: "pin", iconSize: [28, 28], iconAnchor: [14, 28] }),
      title: words.pin,
      zIndexOffset: 1000,
    }).addTo(map);
    const sign = made.getElement();
    sign?.setAttribute("aria-label", words.pin);
    sign?.addEventListener("keydown", (event) => moveByKey(made, event));
    made.on("drag", () => write(made));
    pin = made;
    return made;
  }

  function follow() {
    const place = typedPlace();
    if (place) {
      setPin(place);
      if (!map.getBounds().contains(place)) {
        map.panTo(place, { animate: false });
      }
    } else if (pin) {
      pin.remove();
      pin = null;
    }
    say();
    ground.declutter();
  }

  map.on("click", (event) => {
    if (!pin) {
      write(setPin(event.latlng));
    }
  });
  for (const input of [longitudeField, latitudeField, datumField]) {
    input.addEventListener("input", follow);
  }

  // --- The view --------------------------------------------------------------------------------

  const start = typedPlace() || stored || (data.start && L.latLng(data.start[1], data.start[0]));
  if (start) {
    map.setView(start, data.is_coarse ? 13 : 16, { animate: false });
  } else if (ground.bounds.isValid()) {
    map.fitBounds(ground.bounds, { animate: false });
  }
  map.on("zoomend", ground.declutter);
  follow();
})();
