/// What the folder of a store lies on: all that the store does beside SQLite and the files of segments.
///
/// `SystemDisk` in production; a simulated one loses power, tears writes and fills up by a seed.
public protocol StoreDisk {
    /// SQLite's name of the file system below `core.db`; nothing for the system's own.
    var fileSystem: String? { get }

    /// Makes a folder when it is missing, and keeps every other process out of it for as long as the result lives.
    func claim(_ folder: String) throws(StoreError) -> AnyObject

    /// The files of a folder, which is made when it is missing.
    func files(in folder: String) throws(StoreError) -> any StoreFiles

    /// Makes a folder; one that is there is no error.
    func makeFolder(_ path: String) throws(StoreError)

    /// Moves a file or a folder with all that is in it; one that is not there is no error.
    func move(_ path: String, to target: String) throws(StoreError)

    /// Makes an empty file, or leaves it when it cannot be made.
    func mark(_ path: String)

    /// The size of a file in bytes; nothing when there is none.
    func size(_ path: String) -> UInt64?

    /// Bytes of a file from a place on: fewer where it ends, none where there is no such file or it cannot be read.
    func bytes(_ path: String, from offset: UInt64, count: Int) -> [UInt8]

    /// Removes a file; none is no error.
    func remove(_ path: String)
}
