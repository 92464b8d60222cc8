package io.warrenmq.server.cli;

import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.repair.QueueReport;
import io.warrenmq.core.repair.StoreRepair;
import io.warrenmq.core.repair.StoreSurvey;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Prints what a repair does and has done. Confined to its user. */
final class RepairReport {
  private static final int NAMES_MAX = 100;

  private final PrintWriter out;

  RepairReport(PrintWriter out) {
    this.out = out;
  }

  void completed() {
    out.println("A repair that had been ended before it was done is completed.");
  }

  void nothingToDo(Path dataDir) {
    out.printf("The data folder %s is sound. Nothing was changed.%n", dataDir);
  }

  void begin(Path dataDir, StoreSurvey found, Path quarantine) {
    out.printf("Data folder %s%n%n", dataDir);
    new StoreReport(out).damages(found.damages());
    out.println();
    out.printf(
        Files.exists(quarantine)
            ? "Comparing all of it with what is in %s ...%n"
            : "Copying all of it to %s ...%n",
        quarantine);
  }

  /**
   * Says what there is now, and what is not.
   *
   * @return whether all of it could be salvaged
   */
  boolean end(StoreRepair.Outcome outcome) {
    StoreSurvey before = outcome.before();
    out.printf("The copy has %,d bytes.%n%n", outcome.copiedBytes());
    out.println("Salvaged:");
    new StoreReport(out).queues(outcome.after().queues());
    added(outcome.added());
    boolean messagesLost = before.hasLostMessages();
    boolean definitionsLost = before.hasLostDefinitions();
    if (messagesLost) {
      lostMessages(before);
    }
    if (definitionsLost) {
      lostDefinitions(outcome);
    }
    if (!messagesLost && !definitionsLost) {
      out.println("Nothing is lost.");
    }
    if (!before.messageDamages().isEmpty()) {
      out.println(
          "Messages may come back that had been settled. All of them are marked as redelivered.");
    }
    out.println("The broker can be started. Keep the copy until you miss nothing.");
    return !messagesLost && !definitionsLost;
  }

  /** Says what is to be done when who has repaired the folder is not its owner. */
  void owner(Path dataDir, String owner, String user) {
    if (!owner.equals(user)) {
      out.printf(
          "What is new belongs to %s, and the data folder to %s, who may not be able to write it:%n"
              + "    chown -R %s %s%n",
          user, owner, owner, dataDir);
    }
  }

  private void added(List<MetadataRecord.Put> added) {
    for (MetadataRecord.Put put : added) {
      if (put instanceof MetadataRecord.QueuePut queue) {
        out.printf(
            "The queue '%s' in vhost '%s' is new: it holds messages of a queue whose definition is"
                + " lost, or that was deleted.%n",
            queue.declaration().name(), StoreReport.printable(queue.vhost()));
      } else if (put instanceof MetadataRecord.VhostPut vhost) {
        out.printf(
            "The vhost '%s' is defined anew, without its settings.%n",
            StoreReport.printable(vhost.name()));
      }
    }
    if (!added.isEmpty()) {
      out.println();
    }
  }

  private void lostMessages(StoreSurvey before) {
    out.println("Lost:");
    for (QueueReport queue : before.queues()) {
      if (queue.unreadable() > 0) {
        out.printf(
            "%,15d messages  %s%n", queue.unreadable(), StoreReport.printable(queue.toString()));
      }
    }
    if (before.hasLostRecords()) {
      out.println(
          "    what was in the frames that cannot be read: messages that came into queues, and the"
              + " word that others had left them");
    }
    int segments = before.messages().unknownSegments().size();
    if (segments > 0) {
      out.printf(
          "    segments of which those frames may have spoken, in the copy: %,d%n", segments);
    }
    out.println();
  }

  private void lostDefinitions(StoreRepair.Outcome outcome) {
    out.println(
        "Definitions that were in what cannot be read are lost, and those that were deleted there"
            + " are back: compare them with what you know. Clients may declare theirs again.");
    List<MetadataRecord.Put> left = outcome.after().metadata().records();
    List<String> unknown = unknownDestinations(left);
    if (!unknown.isEmpty()) {
      out.printf(
          "Bindings speak of queues that are not defined: %s%n",
          String.join(", ", unknown.subList(0, Math.min(unknown.size(), NAMES_MAX))));
    }
    if (left.stream().noneMatch(MetadataRecord.UserPut.class::isInstance) && !left.isEmpty()) {
      out.println(
          "NO USER IS LEFT: name a definitions file with users in load_definitions before the"
              + " start, or nobody can log in.");
    }
    out.println();
  }

  private static List<String> unknownDestinations(List<MetadataRecord.Put> records) {
    Set<String> queues = new HashSet<>();
    Set<String> destinations = new LinkedHashSet<>();
    for (MetadataRecord.Put put : records) {
      if (put instanceof MetadataRecord.QueuePut queue) {
        queues.add(named(queue.vhost(), queue.declaration().name()));
      } else if (put instanceof MetadataRecord.BindingPut binding
          && !binding.declaration().toExchange()) {
        destinations.add(named(binding.vhost(), binding.declaration().destination()));
      }
    }
    destinations.removeAll(queues);
    return List.copyOf(destinations);
  }

  private static String named(String vhost, String queue) {
    return StoreReport.printable("'" + queue + "' in vhost '" + vhost + "'");
  }
}
