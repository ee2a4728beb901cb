/** For an address that no page answers to. */

import { Link } from '@tanstack/react-router'
import { Empty } from '../elements/states.tsx'

export function NotFoundPage() {
  return (
    <Empty title="There is no page at this address.">
      It may have been moved, or the link was cut short. Go to the <Link to="/">overview</Link> or
      to the <Link to="/findings">findings</Link>.
    </Empty>
  )
}
