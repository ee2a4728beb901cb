/** Says which parts of the address that was opened could not be used. */

import { CloseButton } from '@mantine/core'
import { useState } from 'react'
import { Notice } from '../elements/states.tsx'
import { parseSearch } from '../url/search-params.ts'
import { droppedParameters } from '../url/searches.ts'
import css from './shell.module.css'

// Read when the page is loaded: the router then rewrites the address without them.
const opened = { pathname: window.location.pathname, search: window.location.search }

export function DroppedNotice() {
  const [dropped, setDropped] = useState(() =>
    droppedParameters(opened.pathname, parseSearch(opened.search)),
  )
  if (dropped.length === 0) return null
  const names = dropped.map((name) => `“${name}”`).join(', ')
  return (
    <div className={css.banner}>
      <Notice
        tone="warning"
        actions={<CloseButton size={26} aria-label="Close" onClick={() => setDropped([])} />}
      >
        The address has {dropped.length === 1 ? 'a value' : 'values'} for {names} that this page
        does not know. It shows what is left.
      </Notice>
    </div>
  )
}
