// Draws the answer on the map that Folium's skeleton script made; map_ground.js what
// lies below, map_popups.js words it, map_list.js keeps the list in step.
"use strict";

(() => {
  const map = window.map_skeleton;
  const block = document.getElementById("map-data");
  if (!map || !block) {
    return;
  }
  /** @type {MapData} */
  const data = JSON.parse(block.textContent);
  const words = data.words;
  const { element, popupContent } = window.popupsOf(words);

  const ground = window.groundOf(map, data.outlines, data.towns, ".badge, .typed-words");

  // --- The outlets -----------------------------------------------------------------------------
  // Those that share one point are one place, which opens as a list. Places too close to each
  // other for a finger are drawn as one cluster, which opens by zooming in.

  const CLOSE_PIXELS = 30;
  const NEAREST_SEEN = 5;

  /** @type {Map<string, Place>} */
  const placesByPair = new Map();
  for (const feature of data.outlets.features) {
    const [longitude, latitude] = feature.geometry.coordinates;
    const pair = `${longitude},${latitude}`;
    const place = placesByPair.get(pair) ?? { latLng: L.latLng(latitude, longitude), outlets: [] };
    place.outlets.push(feature.properties);
    placesByPair.set(pair, place);
  }
  const places = [...placesByPair.values()];
  /** @type {Map<string, Place>} */
  const placeOf = new Map(
    places.flatMap((place) => place.outlets.map((outlet) => [outlet.id, place])),
  );

  const markers = L.layerGroup().addTo(map);
  /** @type {Map<Place, L.Marker>} */
  let markerOf = new Map();
  // The marker that a place is drawn by: its own, or that of a cluster.
  /** @type {Map<Place, L.Marker>} */
  let drawnBy = new Map();
  /** @type {HTMLElement | null} */
  let marked = null;
  /** @type {string | null} */
  let openId = null;
  /** @type {L.Circle | null} */
  let uncertainty = null;

  /** @type {(latLng: L.LatLng, count: number, kind: string, name: string) => L.Marker} */
  function addMarker(latLng, count, kind, name) {
    const size = count > 1 ? 34 : 24;
    const marker = L.marker(latLng, {
      icon: L.divIcon({
        html: element("span", "badge", count > 1 ? String(count) : ""),
        className: `marker ${kind}`,
        iconSize: [size, size],
      }),
      title: name,
    });
    marker.on("add", () => marker.getElement()?.setAttribute("aria-label", name));
    return marker.addTo(markers);
  }

  /** @type {(place: Place) => void} */
  function showUncertainty(place) {
    if (place.outlets.some((outlet) => outlet.is_coarse)) {
      uncertainty = L.circle(place.latLng, {
        radius: Math.max(...place.outlets.map((outlet) => outlet.error_radius_m || 0)),
        className: "uncertainty",
        interactive: false,
        weight: 2,
        dashArray: "6 6",
      }).addTo(map);
    }
  }

  /** @type {(place: Place) => void} */
  function drawPlace(place) {
    const count = place.outlets.length;
    const coarse = place.outlets.some((outlet) => outlet.is_coarse);
    const names = place.outlets.map((outlet) => outlet.name).join(", ");
    const marker = addMarker(
      place.latLng,
      count,
      coarse ? "marker-place marker-coarse" : "marker-place",
      count > 1 ? `${count} ${words.outlets_here}: ${names}` : names,
    );
    marker.bindPopup(() => popupContent(place.outlets, openId), {
      maxWidth: Math.min(320, map.getSize().x - 70),
      minWidth: 200,
      maxHeight: Math.max(160, map.getSize().y - 130),
    });
    marker.on("popupopen", (event) => {
      showUncertainty(place);
      list.select(openId ? [openId] : place.outlets.map((outlet) => outlet.id));
      const popup = event.popup.getElement();
      popup?.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", words.close);
      popup?.querySelector(".popup-heading").focus({ preventScroll: true });
    });
    marker.on("popupclose", () => {
      openId = null;
      list.select([]);
      uncertainty?.remove();
      uncertainty = null;
      marker.getElement()?.focus({ preventScroll: true });
    });
    markerOf.set(place, marker);
    drawnBy.set(place, marker);
  }

  /** @type {(cluster: Cluster) => void} */
  function drawCluster({ members, bounds }) {
    const count = members.reduce((sum, place) => sum + place.outlets.length, 0);
    const name = `${count} ${words.outlets_near}`;
    const marker = addMarker(bounds.getCenter(), count, "marker-cluster", name);
    marker.on("click", () => {
      map.fitBounds(bounds, { padding: [60, 60], animate: false });
      map.getContainer().focus({ preventScroll: true });
    });
    for (const place of members) {
      drawnBy.set(place, marker);
    }
  }

  /** @type {(members: Place[]) => Cluster} */
  function clusterOf(members) {
    const bounds = L.latLngBounds(members.map((place) => place.latLng));
    return { members, bounds, pixel: map.latLngToLayerPoint(bounds.getCenter()) };
  }

  // No two of them are drawn too close to each other, unless nothing is left to zoom in.
  function clustersNow() {
    const apart = map.getZoom() < map.getMaxZoom() ? CLOSE_PIXELS : 0;
    /** @type {Set<Cluster>} */
    const clusters = new Set();
    // What is pressed is a square, so what counts is the larger of the two distances.
    /** @type {(cluster: Cluster) => Cluster | undefined} */
    const closeTo = ({ pixel }) =>
      [...clusters].find(
        (other) =>
          Math.max(Math.abs(other.pixel.x - pixel.x), Math.abs(other.pixel.y - pixel.y)) < apart,
      );
    for (const place of places) {
      let cluster = clusterOf([place]);
      // Joining two moves the marker, perhaps to where it is close to a third.
      for (let close = closeTo(cluster); close; close = closeTo(cluster)) {
        clusters.delete(close);
        cluster = clusterOf([...close.members, ...cluster.members]);
      }
      clusters.add(cluster);
    }
    return clusters;
  }

  function drawOutlets() {
    map.closePopup();
    markers.clearLayers();
    markerOf = new Map();
    drawnBy = new Map();
    for (const cluster of clustersNow()) {
      if (cluster.members.length > 1) {
        drawCluster(cluster);
      } else {
        drawPlace(cluster.members[0]);
      }
    }
  }

  /** @type {(id: string) => void} */
  function showOutlet(id) {
    const place = placeOf.get(id);
    if (!place) {
      return;
    }
    map.closePopup();
    map.setView(place.latLng, Math.max(map.getZoom(), 12), { animate: false });
    if (!markerOf.has(place)) {
      map.setView(place.latLng, map.getMaxZoom(), { animate: false });
    }
    document.querySelector(".map-frame").scrollIntoView({ block: "nearest" });
    openId = id;
    markerOf.get(place)?.openPopup();
  }

  // --- The list beside the map -----------------------------------------------------------------

  function unmark() {
    marked?.classList.remove("marker-marked");
    marked = null;
  }

  /** @type {(id: string) => void} */
  function mark(id) {
    unmark();
    const place = placeOf.get(id);
    marked = (place && drawnBy.get(place)?.getElement()) ?? null;
    marked?.classList.add("marker-marked");
  }

  function showButton() {
    const button = element("button", "button button-quiet", words.show_on_map);
    button.type = "button";
    return button;
  }

  const list = window.listBesideMap({
    has: (id) => placeOf.has(id),
    show: showOutlet,
    mark,
    unmark,
    button: showButton,
  });

  // --- The view --------------------------------------------------------------------------------

  const zoom = L.control
    .zoom({ position: "bottomright", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out })
    .addTo(map);
  const buttons = /** @type {HTMLElement} */ (zoom.getContainer());
  // Leaflet hears the key only while the map itself has the focus, not something in it.
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      map.closePopup();
    }
  });
  map.attributionControl.setPrefix("Leaflet");
  map.invalidateSize();
  // It answers to the arrow keys, plus and minus by itself.
  map.getContainer().setAttribute("role", "application");
  map.getContainer().setAttribute("aria-label", words.map);
  // Around a place that was typed, what is nearest counts: the outlets come in that order.
  const seen = data.typed_place ? places.slice(0, NEAREST_SEEN) : places;
  const view = L.latLngBounds(seen.map((place) => place.latLng));
  if (data.typed_place) {
    view.extend(window.typedPlaceOn(map, data.typed_place));
  } else if (data.is_whole || !seen.length) {
    view.extend(ground.bounds);
  }
  if (view.isValid()) {
    map.fitBounds(view, { padding: [24, 24], maxZoom: 13, animate: false });
  }
  // Half under the buttons a marker would be hard to press: it shows again where the map has moved.
  function clearButtons() {
    const covered = buttons.getBoundingClientRect();
    markers.eachLayer((layer) => {
      const sign = /** @type {HTMLElement} */ (/** @type {L.Marker} */ (layer).getElement());
      const box = sign.getBoundingClientRect();
      const apart =
        box.right < covered.left ||
        box.left > covered.right ||
        box.bottom < covered.top ||
        box.top > covered.bottom;
      sign.classList.toggle("marker-covered", !apart);
    });
  }

  map.on("zoomend", () => {
    drawOutlets();
    ground.declutter();
  });
  map.on("moveend", clearButtons);
  // Each in a task of its own: on a cheap phone a press is heard in between.
  setTimeout(() => {
    drawOutlets();
    clearButtons();
    setTimeout(ground.addLabels);
  });
})();
