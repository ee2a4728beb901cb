/** The rule files inside a bundle. A build replaces this module; from a checkout they are read from disk. */

export interface Embedded {
  /** As `hashRuleFiles` makes it. */
  hash: string
  /**
   * By path: `rules/apiserver/profiling.rego`, `definitions/pss-baseline.yaml`. A function, since
   * two megabytes of text cost several times that once they are values, and a start with a cache needs none.
   */
  files(): Readonly<Record<string, string>>
}

export const embedded: Embedded | undefined = undefined
