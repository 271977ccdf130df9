// Pairs of degrees in WGS-84, GCJ-02 and BD-09: the formulas of sites/geo, for a pin that is
// dragged. The browser's tests hold them against those.
"use strict";

(() => {
  const { PI, abs, cos, sin, sqrt, hypot } = Math;
  const [WEST, SOUTH, EAST, NORTH] = [72.004, 0.8293, 137.8347, 55.8271];
  const LONGEST_SHIFT = 0.02;
  const EDGE_TOLERANCE = 1e-9;
  const SEMI_MAJOR_AXIS_M = 6378245.0;
  const ECCENTRICITY2 = 0.006693421622965943;
  const BD09_ANGLE = (PI * 3000) / 180;

  /** @type {(pair: Pair, margin: number) => boolean} */
  function inBox([longitude, latitude], margin) {
    return (
      longitude >= WEST - margin &&
      longitude <= EAST + margin &&
      latitude >= SOUTH - margin &&
      latitude <= NORTH + margin
    );
  }

  /** @type {(pair: Pair) => Pair} */
  function gcj02FromWgs84([longitude, latitude]) {
    const x = longitude - 105;
    const y = latitude - 35;
    const root = sqrt(abs(x));
    const ripple = 20 * sin(6 * PI * x) + 20 * sin(2 * PI * x);
    const wavesX =
      20 * sin(PI * x) +
      40 * sin((PI / 3) * x) +
      150 * sin((PI / 12) * x) +
      300 * sin((PI / 30) * x);
    const wavesY =
      20 * sin(PI * y) +
      40 * sin((PI / 3) * y) +
      160 * sin((PI / 12) * y) +
      320 * sin((PI / 30) * y);
    const eastM =
      300 + x + 2 * y + 0.1 * x * (x + y) + 0.1 * root + ((ripple + wavesX) * 2) / 3;
    const northM =
      -100 +
      2 * x +
      3 * y +
      0.2 * y * y +
      0.1 * x * y +
      0.2 * root +
      ((ripple + wavesY) * 2) / 3;
    const angle = (latitude * PI) / 180;
    const flattening = 1 - ECCENTRICITY2 * sin(angle) ** 2;
    const primeVerticalM = SEMI_MAJOR_AXIS_M / sqrt(flattening);
    const meridianM = (primeVerticalM * (1 - ECCENTRICITY2)) / flattening;
    const parallelM = primeVerticalM * cos(angle);
    return [
      longitude + ((eastM / parallelM) * 180) / PI,
      latitude + ((northM / meridianM) * 180) / PI,
    ];
  }

  /** @type {(pair: Pair) => Pair} */
  function bd09FromGcj02([longitude, latitude]) {
    const stretch = 1 + (0.00002 * sin(latitude * BD09_ANGLE)) / hypot(longitude, latitude);
    const turn = 0.000003 * cos(longitude * BD09_ANGLE);
    return [
      stretch * (longitude * cos(turn) - latitude * sin(turn)) + 0.0065,
      stretch * (latitude * cos(turn) + longitude * sin(turn)) + 0.006,
    ];
  }

  /** @type {(pair: Pair, target: Datum) => Pair} */
  function shifted(pair, target) {
    const gcj02 = gcj02FromWgs84(pair);
    return target === "bd09" ? bd09FromGcj02(gcj02) : gcj02;
  }

  /** @type {(pair: Pair, source: Datum) => Pair} */
  function unshifted(pair, source) {
    let place = pair;
    for (let step = 0; step < 5; step += 1) {
      const image = shifted(place, source);
      place = [place[0] + (pair[0] - image[0]), place[1] + (pair[1] - image[1])];
    }
    return place;
  }

  // Returns a pair [longitude, latitude] of degrees in one datum as one in another.
  window.convertDatum = (pair, source, target) => {
    if (source === target) {
      return pair;
    }
    let place = pair;
    if (source !== "wgs84" && inBox(pair, LONGEST_SHIFT)) {
      const origin = unshifted(pair, source);
      if (inBox(origin, EDGE_TOLERANCE)) {
        place = origin;
      }
    }
    return target !== "wgs84" && inBox(place, EDGE_TOLERANCE) ? shifted(place, target) : place;
  };
})();
