package io.warrenmq.management.users;

import io.warrenmq.core.metadata.MetadataRecord.PermissionPut;
import io.warrenmq.core.metadata.MetadataRecord.TopicPermissionPut;
import io.warrenmq.management.api.Columns;
import java.util.Comparator;

/** What is shown of permissions. Stateless. */
final class PermissionColumns {
  static final Columns<PermissionPut> PLAIN =
      new Columns<PermissionPut>()
          .add("user", PermissionPut::user)
          .add("vhost", PermissionPut::vhost)
          .add("configure", PermissionPut::configure)
          .add("write", PermissionPut::write)
          .add("read", PermissionPut::read);

  static final Columns<TopicPermissionPut> TOPIC =
      new Columns<TopicPermissionPut>()
          .add("user", TopicPermissionPut::user)
          .add("vhost", TopicPermissionPut::vhost)
          .add("exchange", TopicPermissionPut::exchange)
          .add("write", TopicPermissionPut::write)
          .add("read", TopicPermissionPut::read);

  static final Comparator<PermissionPut> PLAIN_ORDER =
      Comparator.comparing(PermissionPut::vhost).thenComparing(PermissionPut::user);

  static final Comparator<TopicPermissionPut> TOPIC_ORDER =
      Comparator.comparing(TopicPermissionPut::vhost)
          .thenComparing(TopicPermissionPut::user)
          .thenComparing(TopicPermissionPut::exchange);

  private PermissionColumns() {}
}
