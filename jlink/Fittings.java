import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.ModuleResolutionAttribute;
import java.util.EnumSet;
import java.util.Set;
import jdk.tools.jlink.plugin.Plugin;
import jdk.tools.jlink.plugin.ResourcePool;
import jdk.tools.jlink.plugin.ResourcePoolBuilder;
import jdk.tools.jlink.plugin.ResourcePoolEntry;

/** A plugin for what jlink has no option for. */
final class Fittings implements Plugin {
    @Override
    public String getName() {
        return "orbifold-fittings";
    }

    @Override
    public Category getType() {
        return Category.FILTER;
    }

    @Override
    public Set<State> getState() {
        return EnumSet.of(State.AUTO_ENABLED, State.FUNCTIONAL);
    }

    @Override
    public ResourcePool transform(ResourcePool in, ResourcePoolBuilder out) {
        in.transformAndCopy(Fittings::fit, out);
        return out.build();
    }

    private static ResourcePoolEntry fit(ResourcePoolEntry entry) {
        var library = Image.NATIVE.matcher(entry.path());
        if (entry.path().equals("/jdk.incubator.vector/module-info.class")) {
            // The mark of an incubating module prints a warning at every start and keeps the start-up archive from
            // holding the modules and linked classes. The image is built for this JDK, whose Vector API it knows.
            ClassFile format = ClassFile.of();
            return entry.copyWithContent(format.transformClass(
                    format.parse(entry.contentBytes()),
                    ClassTransform.dropping(element -> element instanceof ModuleResolutionAttribute)));
        } else if (entry.type() == ResourcePoolEntry.Type.CLASS_OR_RESOURCE && library.matches()) {
            // JavaFX's libraries lie in its jars, from where it would unpack them into the user's home.
            return ResourcePoolEntry.create(
                    "/" + entry.moduleName() + "/lib/" + library.group(2),
                    ResourcePoolEntry.Type.NATIVE_LIB,
                    entry.contentBytes());
        }
        return entry;
    }
}
