/** The server: API, ingest, storage, scores. */

export { generateManifest, type ManifestOptions } from './manifest/manifest.ts'
export { type RunningServer, type ServerOptions, startServer } from './server.ts'
