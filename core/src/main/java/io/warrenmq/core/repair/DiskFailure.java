package io.warrenmq.core.repair;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What an operator reads of an error of the file system, whose own text is but a file's name. */
public final class DiskFailure {
  private DiskFailure() {}

  /** Which file it was, and why. */
  public static String text(IOException failure) {
    if (failure instanceof FileSystemException error && error.getFile() != null) {
      return error.getFile() + ": " + reason(error);
    }
    return String.valueOf(failure.getMessage());
  }

  private static String reason(FileSystemException error) {
    if (error.getReason() != null) {
      return error.getReason();
    } else if (error instanceof AccessDeniedException) {
      return "access is denied to this user";
    } else if (error instanceof NoSuchFileException) {
      return "there is no such file or folder";
    } else if (error instanceof FileAlreadyExistsException) {
      return "it exists already";
    } else if (error instanceof NotDirectoryException) {
      return "it is no folder";
    }
    return error.getClass().getSimpleName();
  }

  /** A file that cannot even be opened, or a folder that cannot be listed. */
  static IOException notRead(IOException failure) {
    return new IOException(
        "cannot read %s. See whether this user may read it, and what the kernel's log (dmesg) says of the disk. If it stays so, copy what can be read of the data folder to another disk and repair that: what is in this file is lost"
            .formatted(text(failure)),
        failure);
  }
}
