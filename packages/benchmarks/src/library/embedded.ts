/** The rule files inside a bundle. A build replaces this module; from a checkout they are read from disk. */

/** By path: `rules/apiserver/profiling.rego`, `definitions/pss-baseline.yaml`. */
export const embeddedFiles: Readonly<Record<string, string>> | undefined = undefined
