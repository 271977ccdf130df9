// What a marker's pop-up says. Everything stored is put on the page as text (textContent): nothing
// here builds markup from data.
"use strict";

window.popupsOf = (words) => {
  /** @type {Popups["element"]} */
  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) {
      made.className = className;
    }
    if (text !== undefined) {
      made.textContent = text;
    }
    return made;
  }

  // The notice is Chinese, whatever the language of the page: a screen reader changes its voice.
  /** @type {Popups["element"]} */
  function printed(name, className, text) {
    const made = element(name, className, text);
    made.lang = "zh-Hans";
    return made;
  }

  /** @type {(href: string, text: string, className?: string) => HTMLAnchorElement} */
  function link(href, text, className) {
    const made = element("a", className, text);
    made.href = href;
    return made;
  }

  /** @type {(list: HTMLElement, term: string, content: Node | string) => void} */
  function row(list, term, content) {
    list.append(element("dt", "", term));
    const description = element("dd");
    description.append(content);
    list.append(description);
  }

  // One outlet: everything a person needs to call it or to go there.
  /** @type {(outlet: Outlet) => HTMLElement} */
  function outletDetails(outlet) {
    const box = element("div", "popup-outlet");
    if (outlet.life) {
      box.append(element("p", "notice", outlet.life));
    }
    const facts = element("dl");
    row(facts, words.address, printed("span", "", outlet.address));
    if (outlet.distance) {
      row(facts, words.distance, outlet.distance);
    }
    if (outlet.phone) {
      row(facts, words.phone, outlet.tel ? link(outlet.tel, outlet.phone, "call") : outlet.phone);
    }
    if (outlet.services.length) {
      row(facts, words.services, outlet.services.join(" · "));
    }
    box.append(facts);
    if (outlet.precision_note) {
      box.append(element("p", "precision", outlet.precision_note));
    }
    const ways = element("ul", "ways");
    ways.setAttribute("aria-label", words.navigate);
    for (const [label, url] of outlet.links) {
      const way = link(url, label);
      way.rel = "noreferrer";
      const item = element("li");
      item.append(way);
      ways.append(item);
    }
    box.append(element("p", "popup-caption", words.navigate), ways);
    box.append(link(outlet.url, words.details, "popup-more"));
    return box;
  }

  // The content of a marker's pop-up; `openId` is the outlet that is unfolded in a list.
  /** @type {Popups["popupContent"]} */
  function popupContent(outlets, openId) {
    const box = element("div", "popup");
    const heading = element("h3", "popup-heading");
    heading.tabIndex = -1;
    box.append(heading);
    if (outlets.length === 1) {
      heading.append(printed("span", "", outlets[0].name));
      box.append(outletDetails(outlets[0]));
      return box;
    }
    heading.textContent = `${outlets.length} ${words.outlets_here}`;
    const list = element("ul", "popup-list");
    for (const outlet of outlets) {
      const details = element("details");
      details.name = "popup-outlets";
      details.open = outlet.id === openId;
      details.append(printed("summary", "", outlet.name), outletDetails(outlet));
      const item = element("li");
      item.append(details);
      list.append(item);
    }
    box.append(list);
    return box;
  }

  return { element, popupContent };
};
