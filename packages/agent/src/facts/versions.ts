/** Compares Kubernetes versions by their minor number, which is what defaults depend on. */

/** The minor number of `1.35.4`, `v1.35`, `1.35.4+k3s1`; undefined when it is no 1.x version. */
export function minorVersion(version: string | undefined): number | undefined {
  const match = /^v?1\.(\d+)/.exec(version ?? '')
  return match ? Number(match[1]) : undefined
}

/** `1.35.4` of `v1.35.4`, `v1.35.4-0`, `v1.35.4+k3s1`. */
export function plainVersion(text: string | undefined): string | undefined {
  return /^v?(\d+\.\d+(?:\.\d+)?)/.exec(text ?? '')?.[1]
}
