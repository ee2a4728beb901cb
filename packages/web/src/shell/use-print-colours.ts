/** Paper is white: while a page is printed its colours are the light ones. */

import { useEffect } from 'react'

const attribute = 'data-mantine-color-scheme'

export function usePrintColours(): void {
  useEffect(() => {
    const root = document.documentElement
    const print = window.matchMedia('print')
    let onScreen = root.getAttribute(attribute)
    const onChange = () => {
      if (print.matches) {
        onScreen = root.getAttribute(attribute)
        root.setAttribute(attribute, 'light')
      } else if (onScreen) root.setAttribute(attribute, onScreen)
    }
    print.addEventListener('change', onChange)
    return () => print.removeEventListener('change', onChange)
  }, [])
}
