# METADATA
# title: The version of Kubernetes
# description: Which minor version rules go by; the newest where none is known.
package lib.versions

newest := 99

minor := to_number(parts[1]) if {
	parts := split(trim_prefix(data.kubernetes_version, "v"), ".")
	regex.match(`^[0-9]+$`, parts[1])
} else := newest

at_least(wanted) if minor >= wanted
