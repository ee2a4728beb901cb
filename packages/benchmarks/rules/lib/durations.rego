# METADATA
# title: Durations
# description: Text such as 1h30m, or a bare number of seconds, as seconds. Undefined for anything else.
package lib.durations

seconds(value) := value if is_number(value)

seconds(value) := time.parse_duration_ns(value) / 1000000000 if {
	is_string(value)
	regex.match(`[a-zµ]$`, value)
}

seconds(value) := to_number(value) if {
	is_string(value)
	regex.match(`^[0-9]+$`, value)
}
