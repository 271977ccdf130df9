// What a pop-up says, and that stored text stays text.
import assert from "node:assert/strict";
import { test } from "node:test";

import { pageWith } from "./page.mjs";

const WORDS = {
  address: "Address",
  phone: "Phone",
  services: "Services",
  distance: "Distance",
  details: "More",
  navigate: "Ways",
  outlets_here: "outlets here",
};
const HOSTILE = [
  "</script><script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "{{ 7*7 }} ${7*7}",
  "&lt;b&gt; & \" '",
];
const { document, popupsOf } = await pageWith("map_popups.js", "");
const { element, popupContent } = popupsOf(WORDS);

const outlet = (changes = {}) => ({
  id: "one",
  name: "几江街道",
  address: "大同路278号",
  phone: "023-47521234",
  tel: "tel:+862347521234",
  services: ["reissue", "unlock"],
  distance: "",
  life: "",
  precision_note: "",
  url: "/points/one/",
  links: [["Amap", "https://maps.test/?q=1"]],
  ...changes,
});

const facts = (box) =>
  Object.fromEntries(
    [...box.querySelectorAll("dt")].map((dt) => [dt.textContent, dt.nextSibling.textContent]),
  );

for (const text of HOSTILE) {
  test(`stored text stays text: ${text}`, () => {
    const texts = ["name", "address", "phone", "distance", "life", "precision_note"];
    const hostile = outlet(Object.fromEntries(texts.map((name) => [name, text])));
    hostile.services = [text];
    hostile.links = [[text, "https://maps.test/"]];
    for (const box of [popupContent([hostile], null), popupContent([hostile, hostile], "one")]) {
      document.body.replaceChildren(box);
      assert.equal(document.querySelector("script, img, b"), null);
      assert.equal(facts(box).Address, text);
      assert.equal(facts(box).Phone, text);
      assert.equal(box.querySelector(".precision").textContent, text);
      assert.equal(box.querySelector(".ways a").textContent, text);
      assert.ok(box.textContent.includes(text));
    }
    assert.equal(element("span", "", text).innerHTML.includes("<"), false);
  });
}

test("one outlet is told in full", () => {
  const box = popupContent([outlet({ distance: "1 km" })], null);
  assert.equal(box.querySelector("h3").textContent, "几江街道");
  assert.equal(box.querySelector("h3 [lang]").lang, "zh-Hans");
  assert.deepEqual(facts(box), {
    Address: "大同路278号",
    Distance: "1 km",
    Phone: "023-47521234",
    Services: "reissue · unlock",
  });
  assert.equal(box.querySelector("a.call").href, "tel:+862347521234");
  assert.equal(box.querySelector(".ways a").rel, "noreferrer");
  assert.equal(box.querySelector(".popup-more").getAttribute("href"), "/points/one/");
  assert.equal(box.querySelector(".precision"), null);
});

test("what is not known has no line", () => {
  const box = popupContent([outlet({ phone: "", tel: "", services: [] })], null);
  assert.deepEqual(Object.keys(facts(box)), ["Address"]);
  // A number that nobody can dial from here is not a link.
  const plain = popupContent([outlet({ tel: "" })], null);
  assert.equal(plain.querySelector("a.call"), null);
  assert.equal(facts(plain).Phone, "023-47521234");
});

test("of several outlets at a place the one asked for is unfolded", () => {
  const box = popupContent([outlet(), outlet({ id: "two", name: "鼎山街道" })], "two");
  assert.equal(box.querySelector("h3").textContent, "2 outlets here");
  const folded = [...box.querySelectorAll("details")];
  assert.deepEqual(folded.map((one) => one.open), [false, true]);
  assert.deepEqual(folded.map((one) => one.querySelector("summary").textContent), ["几江街道", "鼎山街道"]);
});
