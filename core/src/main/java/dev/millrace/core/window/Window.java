package dev.millrace.core.window;

import java.io.Serializable;

/**
 * How the records of a key are put into windows by their event time. Windows include their start
 * and exclude their end; lengths are whole milliseconds from 1 ms to about 280,000 years.
 *
 * <pre>{@code
 * TumblingWindow.of(Duration.ofMinutes(1))                      // every minute by itself
 * SlidingWindow.of(Duration.ofHours(1), Duration.ofMinutes(5))  // the last hour, every 5 minutes
 * SessionWindow.withGap(Duration.ofMinutes(30))                 // until nothing comes for 30 minutes
 * }</pre>
 */
public sealed interface Window extends Serializable
    permits TumblingWindow, SlidingWindow, SessionWindow {}
