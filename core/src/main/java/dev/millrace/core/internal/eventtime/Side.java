package dev.millrace.core.internal.eventtime;

import dev.millrace.core.time.Timed;
import java.io.Serializable;

/**
 * A record of one of two streams that are joined.
 *
 * @param isLeft which stream's type it has
 */
public record Side(boolean isLeft, Timed<?> record) implements Serializable {}
