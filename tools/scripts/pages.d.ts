// What the pages promise their scripts, for `tsc`: which element an id names, what a block of data
// holds, what one script gives another. A script leaves at once where what it is for is missing, so
// for the rest of it that is there, and so is what stands in the same template.

type Pair = [longitude: number, latitude: number];
type Datum = "wgs84" | "gcj02" | "bd09";
type NamedPair = [name: string, longitude: number, latitude: number];

// sites/maps/data.py
interface Outlet {
  id: string;
  name: string;
  address: string;
  phone: string;
  tel: string;
  services: string[];
  distance: string;
  life: string;
  precision_note: string;
  is_coarse: boolean;
  error_radius_m: number | null;
  url: string;
  links: [label: string, url: string][];
}

interface TypedPlace {
  coordinates: Pair;
  radius_m: number;
  words: string;
}

type MapWords = Record<
  | "address"
  | "phone"
  | "services"
  | "distance"
  | "details"
  | "navigate"
  | "outlets_here"
  | "outlets_near"
  | "show_on_map"
  | "map"
  | "close"
  | "zoom_in"
  | "zoom_out",
  string
>;

interface MapData {
  outlets: { features: { geometry: { coordinates: Pair }; properties: Outlet }[] };
  outlines: import("geojson").Feature[];
  towns: NamedPair[];
  is_whole: boolean;
  typed_place: TypedPlace | null;
  words: MapWords;
}

// sites/desk/positions/pin_map.py
interface PinData {
  datum: Datum;
  tiles: {
    urls: string[];
    attribution: string;
    subdomains: string;
    max_zoom: number;
    referrer_policy: Exclude<ReferrerPolicy, "">;
  };
  outlines: import("geojson").Feature[];
  towns: NamedPair[];
  neighbours: [name: string, longitude: number, latitude: number, isCoarse: boolean][];
  stored: Pair | null;
  is_coarse: boolean;
  start: Pair | null;
  words: Record<
    "map" | "pin" | "place_pin" | "moved" | "as_stored" | "zoom_in" | "zoom_out",
    string
  >;
}

// Outlets at one point, and places that are drawn as one marker.
interface Place {
  latLng: import("leaflet").LatLng;
  outlets: Outlet[];
}

interface Cluster {
  members: Place[];
  bounds: import("leaflet").LatLngBounds;
  pixel: import("leaflet").Point;
}

interface Popups {
  element<Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    className?: string,
    text?: string,
  ): HTMLElementTagNameMap[Name];
  popupContent(outlets: Outlet[], openId: string | null): HTMLElement;
}

interface Window {
  // Folium's script makes it, ahead of ours.
  map_skeleton: import("leaflet").Map;
  L?: typeof import("leaflet");
  convertDatum(pair: Pair, source: Datum, target: Datum): Pair;
  groundOf(
    map: import("leaflet").Map,
    outlines: import("geojson").Feature[],
    towns: NamedPair[],
    taken: string,
  ): { bounds: import("leaflet").LatLngBounds; addLabels(): void; declutter(): void };
  listBesideMap(map: {
    has(id: string): boolean;
    show(id: string): void;
    mark(id: string): void;
    unmark(): void;
    button(): HTMLButtonElement;
  }): { select(ids: string[]): void };
  popupsOf(words: MapWords): Popups;
  typedPlaceOn(
    map: import("leaflet").Map,
    place: TypedPlace,
  ): import("leaflet").LatLngBounds;
}

interface Document {
  getElementById(id: "announcement"): HTMLElement | null;
  getElementById(
    id:
      | "answer-heading"
      | "kept"
      | "kept-newer"
      | "locate-status"
      | "map-data"
      | "pin-data"
      | "pin-map"
      | "pin-status"
      | "progress"
      | "session-end"
      | "share-status"
      | "swagger-ui",
  ): HTMLElement;
  getElementById(id: "kept-day"): HTMLTimeElement;
  getElementById(id: "locate"): HTMLButtonElement & { form: HTMLFormElement };
  getElementById(id: "near" | "near-precision"): HTMLInputElement;
  getElementById(id: "id_pasted"): HTMLTextAreaElement | null;
  getElementById(id: "id_pasted_html"): HTMLInputElement | null;
  getElementById(id: "id_region"): HTMLSelectElement | null;
  getElementById(id: "id_longitude" | "id_latitude"): HTMLInputElement;
  getElementById(id: "id_datum"): HTMLSelectElement;
}

interface ParentNode {
  querySelector(selectors: "[data-call]" | "[data-print]"): HTMLElement | null;
  querySelector(
    selectors:
      | ".card-actions"
      | ".done"
      | ".leaflet-popup-close-button"
      | ".map-frame"
      | ".popup-heading"
      | "[data-keys]"
      | "button",
  ): HTMLElement;
  querySelector(selectors: "a[hreflang]"): HTMLAnchorElement | null;
  querySelector(selectors: ".view-switch"): HTMLFormElement | null;
  querySelector(selectors: "[name=csrfmiddlewaretoken]"): HTMLInputElement | null;
  querySelectorAll(selectors: "[data-point] h3 a[href]"): NodeListOf<HTMLAnchorElement>;
  querySelectorAll(
    selectors: "[data-copy]" | "[data-share]" | "[data-earlier-position]",
  ): NodeListOf<HTMLButtonElement>;
  querySelectorAll(selectors: "[data-key]" | "[data-point]"): NodeListOf<HTMLElement>;
  querySelectorAll(selectors: "input[data-check]"): NodeListOf<HTMLInputElement>;
}

// Every data- attribute that a script reads stands on the element it reads it from.
interface DOMStringMap {
  check: string;
  copied: string;
  copy: string;
  key: string;
  login: string;
  point: string;
  schema: string;
  share: string;
  status: string;
  waiting: string;
}

declare const SwaggerUIBundle: {
  (options: Record<string, unknown>): unknown;
  presets: { apis: unknown };
};
