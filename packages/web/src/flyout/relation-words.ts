/** What stands at an edge of the map and in the list. */

/** `runs on`, where the server says no more than the kind. */
export function relationWords(kind: string, label: string): string {
  return label === '' || label === kind ? kind.replaceAll('-', ' ') : label
}
