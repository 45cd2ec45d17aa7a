//! Annotations, whole and broken.
