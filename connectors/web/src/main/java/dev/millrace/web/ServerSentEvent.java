package dev.millrace.web;

import java.io.Serializable;

/**
 * An event of a feed.
 *
 * @param id the last id that the feed gave, with this event or before; empty for none
 * @param type {@code message} unless the feed said otherwise
 * @param data its lines with line feeds between them
 */
public record ServerSentEvent(String id, String type, String data) implements Serializable {}
