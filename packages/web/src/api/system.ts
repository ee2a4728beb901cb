/** Asks how the server is. */

import { SystemStatus } from '@evenkeel/model'
import { fetchJson } from './request.ts'

export function fetchSystem(signal?: AbortSignal) {
  return fetchJson(SystemStatus, '/system', { signal })
}

/** Where the browser downloads the support bundle; each download is on record. */
export const bundleAddress = '/api/v1/system/bundle'
