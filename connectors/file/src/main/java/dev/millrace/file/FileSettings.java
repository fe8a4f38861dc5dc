package dev.millrace.file;

import java.io.Serializable;

/** All that a file source is made of. */
record FileSettings<T>(InputFiles files, Format<T> format, FileOptions options, Pace<T> pace)
    implements Serializable {}
