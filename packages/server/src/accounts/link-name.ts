/** Who comes by a login link. It has no account, and nobody else may bear its name. */
export const linkName = 'admin'
