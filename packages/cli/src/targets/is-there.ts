/** Whether there is something at a path that may be reached. */

import { access } from 'node:fs/promises'

export async function isThere(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
