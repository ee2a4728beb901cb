/** The server: API, ingest, storage, scores. */

export type { CheckResult } from './backup/check-database.ts'
export { backUpTo, check, moveTo, type Place, restoreFrom } from './backup/operations.ts'
export type { Restored } from './backup/restore-backup.ts'
export { generateManifest, type ManifestOptions } from './manifest/manifest.ts'
export { type OidcSettings, parseOidcSettings } from './oidc/settings.ts'
export { type LogLevel, type RunningServer, type ServerOptions, startServer } from './server.ts'
