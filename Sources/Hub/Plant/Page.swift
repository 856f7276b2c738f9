/// A part of a list, with how many there are in all.
public struct Page<Item: Sendable>: Sendable {
    public var items: [Item]
    public var total: Int

    /// Some items of `total`.
    public init(items: [Item], total: Int) {
        self.items = items
        self.total = total
    }
}
