/// The names in a folder, one after the other: there may be a hundred thousand.
public protocol FileListing: AnyObject {
    /// The next name; nothing at the end.
    func next() throws(StoreError) -> String?
}
