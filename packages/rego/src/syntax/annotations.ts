/** Reads `# METADATA` blocks. */
import type { RegoError } from '../errors.ts'
import type { Module } from './ast.ts'
export function parseAnnotations(_module: Module): RegoError[] {
  return []
}
