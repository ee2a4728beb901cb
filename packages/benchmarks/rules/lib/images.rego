# METADATA
# title: Names of images
# description: Takes a reference apart into registry, repository, tag and digest.
package lib.images

digest(image) := parts[1] if {
	parts := split(image, "@")
	count(parts) == 2
}

# The name without tag and digest.
repository(image) := regex.replace(without_digest(image), `:[^/]*$`, "")

# Empty where there is none; a colon before the last slash belongs to the registry.
tag(image) := trim_prefix(match, ":") if {
	match := regex.find_n(`:[^/]*$`, without_digest(image), 1)[0]
} else := ""

without_digest(image) := split(image, "@")[0]

# Short names belong to Docker Hub.
full_name(image) := sprintf("docker.io/library/%s", [image]) if {
	not contains(image, "/")
} else := sprintf("docker.io/%s", [image]) if {
	not is_host(split(image, "/")[0])
} else := image

is_host(part) if contains(part, ".")

is_host(part) if contains(part, ":")

is_host("localhost") := true
