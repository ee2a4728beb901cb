/** `entry` is a path from the root of the checkout. */
export function bundle(entry: string, outfile: string): Promise<void>
export function bundleInParts(entry: string, folder: string, name: string): Promise<void>
