/** Walks a page by Tab and tells what cannot be reached, and what has the focus without showing it. */

import type { Page } from 'playwright-core'

const stopsMax = 500

export interface Walk {
  stops: number
  /** Interactive elements that Tab never came to. */
  unreached: string[]
  /** Elements that look the same with the focus as without. */
  unseen: string[]
}

/** From the top of the page until the focus leaves it or comes round; the page is named by elements, as a reader would. */
export async function walkByTab(page: Page, within = 'body'): Promise<Walk> {
  await page.evaluate(remember, within)
  let stops = 0
  for (; stops < stopsMax; stops += 1) {
    await page.keyboard.press('Tab')
    if (!(await page.evaluate(visit))) break
  }
  return { stops, ...(await page.evaluate(report)) }
}

interface Remembered {
  walk: { looks: Map<Element, string>; seen: Set<Element>; unseen: Set<string> }
}

/** In the page: what is interactive and shown, and how each looks without the focus. */
function remember(within: string): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  const interactive =
    'a[href], button, input, select, textarea, summary, [contenteditable=true], [tabindex="0"]'
  const looks = new Map<Element, string>()
  for (const element of document.querySelectorAll<HTMLElement>(`${within} :is(${interactive})`)) {
    const isOff = element.matches(':disabled, [tabindex="-1"], [inert] *, [aria-hidden=true] *')
    // One of a group of radio buttons is a stop; the arrows reach the others.
    const isOther = element.matches('input[type=radio]:not(:checked)')
    if (!isOff && !isOther && element.checkVisibility({ visibilityProperty: true })) {
      looks.set(element, look(element))
    }
  }
  const walk: Remembered['walk'] = { looks, seen: new Set(), unseen: new Set() }
  Object.assign(globalThis, { walk, lookOf: look, nameOf: name })

  /** Of the element and what stands around it, since fields show the focus on their frame. */
  function look(element: Element): string {
    const looks: string[] = []
    let at: Element | null = element
    for (let level = 0; at && level < 6; level += 1, at = at.parentElement) {
      const style = getComputedStyle(at)
      const outline = style.outlineStyle === 'none' ? '' : style.outline
      looks.push(outline, style.boxShadow, style.borderColor, style.backgroundColor, style.top)
      looks.push(getComputedStyle(at, '::after').outline)
      const next = at.nextElementSibling
      if (next && level === 0) looks.push(getComputedStyle(next).outline)
    }
    return looks.join('|')
  }

  function name(element: Element): string {
    const label = element.getAttribute('aria-label') ?? element.textContent?.slice(0, 40)
    return `${element.tagName.toLowerCase()}.${element.className} "${label}"`
  }
}

/** In the page: whether the focus is on something new. */
function visit(): boolean {
  const { walk, lookOf, nameOf } = globalThis as unknown as Remembered & {
    lookOf: (element: Element) => string
    nameOf: (element: Element) => string
  }
  const at = document.activeElement
  if (!at || at === document.body || walk.seen.has(at)) return false
  walk.seen.add(at)
  const before = walk.looks.get(at)
  if (before !== undefined && before === lookOf(at)) walk.unseen.add(nameOf(at))
  return true
}

function report(): Pick<Walk, 'unreached' | 'unseen'> {
  const { walk, nameOf } = globalThis as unknown as Remembered & {
    nameOf: (element: Element) => string
  }
  // What went away while walking, a row of a virtual table, is not there to be reached.
  const there = [...walk.looks.keys()].filter((it) => it.isConnected && !walk.seen.has(it))
  return { unreached: there.map((it) => nameOf(it)), unseen: [...walk.unseen] }
}
