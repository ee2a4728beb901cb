/** The nonce under which the Content-Security-Policy lets this page add styles. */

/** As the server wrote it into the page; undefined in development, where no policy asks for one. */
export function pageNonce(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')
  return meta?.nonce || undefined
}
