package io.warrenmq.management.prometheus;

import java.util.Set;

/**
 * What is asked for. Immutable.
 *
 * @param families those of the detailed page
 * @param vhosts the vhosts that the detailed page is about; empty: all
 */
record Target(Page page, Set<String> families, Set<String> vhosts, boolean gzip) {
  /** The pages. */
  enum Page {
    /** Sums. */
    AGGREGATED("default", "aggregated"),
    /** A series for each object. */
    PER_OBJECT("per-object", "per-object"),
    /** The same for chosen families. */
    DETAILED("detailed", "detailed"),
    /** Where the memory went. */
    MEMORY("memory-breakdown", "memory-breakdown");

    private final String registry;
    private final String endpoint;

    Page(String registry, String endpoint) {
      this.registry = registry;
      this.endpoint = endpoint;
    }

    /** As RabbitMQ calls it in the last part of the path, and in what it says of scrapes. */
    String registry() {
      return registry;
    }

    /** As it calls itself in the label by which dashboards tell the pages apart. */
    String endpoint() {
      return endpoint;
    }
  }

  /** Whether sessions are shown. */
  boolean isOfSessions() {
    return showsAll() || families.stream().anyMatch(ObjectFamily::isOfSessions);
  }

  /** Whether everything is shown. */
  boolean showsAll() {
    return page == Page.AGGREGATED || page == Page.PER_OBJECT;
  }

  /** Whether bindings are counted. */
  boolean isOfBindings() {
    return families.contains("exchange_bindings");
  }
}
