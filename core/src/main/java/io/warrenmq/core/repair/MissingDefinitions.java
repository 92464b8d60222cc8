package io.warrenmq.core.repair;

import io.warrenmq.api.resource.Arguments;
import io.warrenmq.api.resource.QueueDeclaration;
import io.warrenmq.core.log.StoredQueue;
import io.warrenmq.core.metadata.MetadataRecord;
import io.warrenmq.core.metadata.MetadataRecord.BindingPut;
import io.warrenmq.core.metadata.MetadataRecord.ExchangePut;
import io.warrenmq.core.metadata.MetadataRecord.ParameterPut;
import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.PolicyPut;
import io.warrenmq.core.metadata.MetadataRecord.QueuePut;
import io.warrenmq.core.metadata.MetadataRecord.TopicPermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.VhostPut;
import io.warrenmq.core.metadata.VhostSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is made up for definitions that are lost: a queue for messages whose own one is not known,
 * and vhosts for all that speaks of them. Confined to its user.
 */
final class MissingDefinitions {
  private static final String VHOST = "/";

  private final StoreSurvey survey;
  private final Set<String> vhosts = new LinkedHashSet<>();
  private final Set<String> wantedVhosts = new LinkedHashSet<>();
  private final Set<String> names = new HashSet<>(); // of queues of the vhost that gets more

  private MissingDefinitions(StoreSurvey survey) {
    this.survey = survey;
  }

  /** What a store with damaged definitions lacks. */
  static List<MetadataRecord.Put> of(StoreSurvey survey) {
    return new MissingDefinitions(survey).find();
  }

  private List<MetadataRecord.Put> find() {
    survey.metadata().records().forEach(this::look);
    List<MetadataRecord.Put> queues = new ArrayList<>();
    for (StoredQueue queue : survey.unnamedQueues()) {
      // One that the definitions speak of was deleted.
      if (!survey.metadata().speaksOf(queue.id()) && queue.messages() + queue.transients() > 0) {
        wantedVhosts.add(VHOST);
        queues.add(queueFor(queue));
      }
    }
    wantedVhosts.removeAll(vhosts);
    List<MetadataRecord.Put> missing = new ArrayList<>();
    wantedVhosts.forEach(name -> missing.add(new VhostPut(name, VhostSettings.NONE)));
    missing.addAll(queues);
    return missing;
  }

  private void look(MetadataRecord.Put put) {
    if (put instanceof VhostPut vhost) {
      vhosts.add(vhost.name());
    } else if (put instanceof QueuePut queue) {
      wantedVhosts.add(queue.vhost());
      if (queue.vhost().equals(VHOST)) {
        names.add(queue.declaration().name());
      }
    } else if (put instanceof ExchangePut exchange) {
      wantedVhosts.add(exchange.vhost());
    } else if (put instanceof BindingPut binding) {
      wantedVhosts.add(binding.vhost());
    } else if (put instanceof PermissionPut permission) {
      wantedVhosts.add(permission.vhost());
    } else if (put instanceof TopicPermissionPut permission) {
      wantedVhosts.add(permission.vhost());
    } else if (put instanceof PolicyPut policy) {
      wantedVhosts.add(policy.vhost());
    } else if (put instanceof ParameterPut parameter) {
      wantedVhosts.add(parameter.vhost());
    }
  }

  private QueuePut queueFor(StoredQueue stored) {
    String name = "recovered-" + stored.id();
    while (!names.add(name)) {
      name += "-again";
    }
    // Of its kind only this is known: what it has kept, and what has come by priority.
    Arguments arguments = Arguments.NONE;
    if (stored.priorityMax() > 0) {
      arguments = Arguments.of(Map.of("x-max-priority", stored.priorityMax()));
    } else if (stored.keepsTransients()) {
      arguments = Arguments.of(Map.of("x-queue-type", "quorum"));
    }
    return new QueuePut(
        VHOST, new QueueDeclaration(name, true, false, false, arguments), stored.id());
  }
}
