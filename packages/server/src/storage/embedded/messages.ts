/** What the main thread and the database's thread say to each other. */

export interface WorkerOptions {
  /** Undefined: in memory, for tests. */
  folder: string | undefined
}

export interface WorkerRequest {
  id: number
  /** `close` shuts the database down cleanly; `syncs` asks how often files were synced. */
  kind: 'query' | 'close' | 'syncs'
  sql: string
  parameters: unknown[]
}

/** Errors carry PostgreSQL's code, as pg's do. */
export interface WorkerFailure {
  message: string
  code: string | undefined
  constraint: string | undefined
}

/** With how often files were synced since the thread began. */
export type WorkerResponse = { id: number; syncs: number } & (
  | { rows: unknown[]; rowCount: number; command: string }
  | { failure: WorkerFailure }
)

/** The first message of the worker: it is ready, or the database did not open. */
export type WorkerGreeting = { ready: true } | { ready: false; message: string }
