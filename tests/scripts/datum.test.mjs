// The formulas again, against the published figures that tests/geo/test_datum.py uses.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pageWith, read } from "./page.mjs";

const { convertDatum } = await pageWith("datum.js", "");
const DATUMS = ["wgs84", "gcj02", "bd09"];

const [names, ...rows] = read("tests/geo/data/datum_vectors.csv")
  .trim()
  .split("\n")
  .map((line) => line.trim().split(","));
const vectors = rows.map((row) => {
  const degrees = Object.fromEntries(row.map((cell, number) => [names[number], Number(cell)]));
  return (datum) => [degrees[`${datum}_longitude`], degrees[`${datum}_latitude`]];
});

function metresApart([west, south], [east, north]) {
  const radians = Math.PI / 180;
  const x = (east - west) * radians * Math.cos(((south + north) / 2) * radians);
  return 6371008.8 * Math.hypot(x, (north - south) * radians);
}

test("there are figures to test against", () => assert.equal(vectors.length, 25));

for (const source of DATUMS) {
  for (const target of DATUMS) {
    test(`published figures from ${source} to ${target}`, () => {
      for (const place of vectors) {
        const got = convertDatum(place(source), source, target);
        assert.ok(metresApart(got, place(target)) < 0.02, `${place(source)} became ${got}`);
      }
    });
  }
}

test("the shift in Jiangjin is some hundred metres to the south-east", () => {
  const place = [106.26, 29.29];
  const [longitude, latitude] = convertDatum(place, "wgs84", "gcj02");
  assert.ok(Math.abs(longitude - place[0] - 0.00375) < 0.00001);
  assert.ok(Math.abs(latitude - place[1] + 0.00285) < 0.00001);
});

test("what is shifted comes back, up to the edge of the box", () => {
  for (const place of [[72.004, 0.8293], [137.8347, 55.8271], [72.004, 30], [105, 35]]) {
    for (const datum of ["gcj02", "bd09"]) {
      const shifted = convertDatum(place, "wgs84", datum);
      assert.ok(metresApart(shifted, place) > 10, `${place} is not shifted`);
      const back = convertDatum(shifted, datum, "wgs84");
      assert.ok(metresApart(back, place) < 0.001, `${place} came back as ${back}`);
    }
  }
});

test("outside the box nothing is shifted", () => {
  for (const place of [[2.35, 48.86], [-74, 40.7], [151.2, -33.9]]) {
    assert.deepEqual([...convertDatum(place, "wgs84", "gcj02")], place);
    assert.deepEqual([...convertDatum(place, "bd09", "wgs84")], place);
  }
});
