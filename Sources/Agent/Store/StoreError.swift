public import Runtime

/// Why the store could not do something; every case names what an operator can do.
public enum StoreError: CodedError, Equatable {
    /// No room on the disk, or the file may not grow further; nothing of the operation was kept.
    case diskFull
    /// The file is damaged; the next start sets it aside.
    case damaged(String)
    /// Another process works on this folder.
    case folderInUse(String)
    /// The folder or a file in it cannot be used.
    case folderUnusable(String)
    /// A newer version of the program wrote this store.
    case schemaTooNew(found: Int, known: Int)
    /// SQLite said something else.
    case database(code: Int32, message: String)
    /// A file operation failed.
    case file(String)

    /// A stable code, as `STORE_DISK_FULL`.
    public var code: String {
        switch self {
        case .diskFull: "STORE_DISK_FULL"
        case .damaged: "STORE_DAMAGED"
        case .folderInUse: "STORE_FOLDER_IN_USE"
        case .folderUnusable: "STORE_FOLDER_UNUSABLE"
        case .schemaTooNew: "STORE_SCHEMA_TOO_NEW"
        case .database: "STORE_DATABASE_ERROR"
        case .file: "STORE_FILE_ERROR"
        }
    }

    /// What is wrong and what an operator can do.
    public var message: String {
        switch self {
        case .diskFull: "the disk is full; free some space, or lower `store.budget`"
        case .damaged(let what): "the store is damaged (\(what)); restart, and it is set aside"
        case .folderInUse(let folder): "another agent works on \(folder); end it, or give this one a folder of its own"
        case .folderUnusable(let why): "the data folder cannot be used: \(why)"
        case .schemaTooNew(let found, let known):
            "the store has schema \(found) and this program knows \(known); use the newer program"
        case .database(let code, let message): "SQLite error \(code): \(message)"
        case .file(let what): what
        }
    }
}
