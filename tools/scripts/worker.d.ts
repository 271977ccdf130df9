// What the server puts in front of the service worker: sites/pages/offline.py.
declare const START: {
  revision: string;
  files: string[];
  pages: Record<string, string[]>;
  patience_ms: number;
};

// `self` of a service worker: TypeScript's own declaration knows only what every worker has.
interface WorkerGlobalScope {
  readonly clients: Clients;
  skipWaiting(): Promise<void>;
  addEventListener<Name extends keyof ServiceWorkerGlobalScopeEventMap>(
    name: Name,
    listener: (event: ServiceWorkerGlobalScopeEventMap[Name]) => void,
  ): void;
}
