/** The options of `scan`, as the command line and the project's file give them. */

import type { Severity } from '@evenkeel/model'
import type { FormatName } from './formats/formats.ts'
import type { TargetOptions } from './targets/target.ts'

export interface ScanOptions extends TargetOptions {
  benchmark: string[]
  rule: string[]
  rules: string[]
  fixes?: boolean
  format: FormatName[]
  output: string[]
  failOn?: Severity
  minScore?: number
  minCoverage?: number
  baseline?: string
  failOnNew?: boolean
  query?: string
  exceptions: string[]
  /** The project's file, instead of evenkeel.yaml in the working folder. */
  config?: string
  /** The address of a server. */
  exceptionsFrom?: string
  /** Take exceptions from annotations of the objects. */
  annotations: boolean
}
